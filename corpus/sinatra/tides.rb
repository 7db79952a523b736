require "sinatra"

get("/tides") { "04:12 16:37\n" }
