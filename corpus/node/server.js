const express = require('express');

const app = express();
const entries = [];

app.use(express.json());
app.get('/entries', (request, response) => response.json(entries));
app.post('/entries', (request, response) => {
  entries.push({ text: String(request.body.text), at: new Date().toISOString() });
  response.status(201).end();
});

app.listen(process.env.PORT || 3000);
