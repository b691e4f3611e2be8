using AgentFunctions;
using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Queues;
using AgentFunctions.Telemetry;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.Services
    .AddAgentFunctions(builder.Configuration)
    .AddAzureTaskStorage()
    .AddServiceBusTaskQueue()
    .AddHttpApi(AccessMode.HostKey)
    .AddAgentFunctionsTelemetry(builder.Configuration, telemetry => telemetry.UseFunctionsWorkerDefaults());

// The triggers read the same setting: a connection string, or the namespace's address and the app's identity.
string? connection = builder.Configuration[TaskQueueSettings.Connection];
string? address = builder.Configuration[$"{TaskQueueSettings.Connection}:fullyQualifiedNamespace"];
if (string.IsNullOrEmpty(connection) && string.IsNullOrEmpty(address))
{
    throw new InvalidOperationException(
        $"No Service Bus: set {TaskQueueSettings.Connection} to a connection string, or {TaskQueueSettings.Connection}__fullyQualifiedNamespace to the namespace's address.");
}

builder.Services.AddSingleton(services => string.IsNullOrEmpty(connection)
    ? new ServiceBusClient(address, services.GetRequiredService<TokenCredential>())
    : new ServiceBusClient(connection));
builder.Services.AddSingleton(services => string.IsNullOrEmpty(connection)
    ? new ServiceBusAdministrationClient(address, services.GetRequiredService<TokenCredential>())
    : new ServiceBusAdministrationClient(connection));

builder.Build().Run();
