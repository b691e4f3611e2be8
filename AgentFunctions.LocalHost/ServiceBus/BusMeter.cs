using System.Diagnostics.Metrics;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>Counts the calls on the queues, as a Service Bus namespace counts its operations.</summary>
internal static class BusMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "AgentFunctions.LocalHost";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Operations =
        Meter.CreateCounter<long>("agentfn.queue.operations", "{operation}", "Calls on the queues: send, receive, settle (lock renewals included).");

    public static void Count(string operation) => Operations.Add(1, new KeyValuePair<string, object?>("operation", operation));
}
