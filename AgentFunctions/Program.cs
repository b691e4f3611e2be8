using AgentFunctions;
using AgentFunctions.Access;
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

AccessMode access = AccessOptions.ModeOf(builder.Configuration, AccessMode.HostKey);
builder.Services
    .AddAgentFunctions(builder.Configuration)
    .AddAzureTaskStorage()
    .AddServiceBus()
    .AddServiceBusTaskQueue()
    .AddHttpApi(access)
    .AddSingleton<IStartupRule>(new AccessRule(builder.Configuration, access))
    .AddAgentFunctionsTelemetry(builder.Configuration, telemetry => telemetry.UseFunctionsWorkerDefaults());

if (access is AccessMode.Keys or AccessMode.Principal)
{
    builder.Services.OpenTriggers();
}

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
