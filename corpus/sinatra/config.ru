require "./tides"
run Sinatra::Application
