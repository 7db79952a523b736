FROM mcr.microsoft.com/dotnet/sdk:8.0 AS base
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-oversized: the tools that build stay in the image that runs
WORKDIR /src
COPY . .

FROM base
RUN dotnet publish -o /app
ENTRYPOINT ["dotnet", "/app/server.dll"]
