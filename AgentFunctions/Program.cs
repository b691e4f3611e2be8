using AgentFunctions;
using AgentFunctions.Hosting;
using AgentFunctions.Http;
using AgentFunctions.Queues;
using AgentFunctions.Startup;
using AgentFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<FaultMiddleware>();

builder.Services
    .AddAgentFunctions(builder.Configuration)
    .AddAzureTaskStorage()
    .AddServiceBus()
    .AddServiceBusTaskQueue()
    .AddTaskViews()
    .AddAgentFunctionsTelemetry(builder.Configuration, telemetry => telemetry.UseFunctionsWorkerDefaults());

using IHost app = builder.Build();
try
{
    app.Services.GetRequiredService<StartupRules>().Check();
}
catch (StartupException e)
{
    // The Functions host shows what a worker that ends has written here.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

await app.RunAsync();
return 0;
