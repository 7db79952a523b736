const http = require('http');
const os = require('os');

http.createServer((request, response) => response.end(os.hostname() + '\r\n')).listen(8080);
