namespace AgentFunctions.LocalHost.Sdk;

/// <summary>The packages that the stand-ins mirror.</summary>
internal static class GenuinePackages
{
    public const string Abstractions = "Microsoft.Azure.Functions.Worker.Extensions.Abstractions 1.3.0";
    public const string Http = "Microsoft.Azure.Functions.Worker.Extensions.Http 3.3.0";
    public const string Timer = "Microsoft.Azure.Functions.Worker.Extensions.Timer 4.3.1";
    public const string ServiceBusTrigger = "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus 5.24.0";
    public const string DurableTask = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask 1.21.1";
    public const string ServiceBus = "Azure.Messaging.ServiceBus 7.21.0";
}
