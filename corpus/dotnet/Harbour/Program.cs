var app = WebApplication.CreateBuilder(args).Build();
var berths = new Dictionary<int, string>();

app.MapGet("/berths", () => berths);
app.MapPut("/berths/{number:int}", (int number, string ship) => berths[number] = ship);
app.Run();
