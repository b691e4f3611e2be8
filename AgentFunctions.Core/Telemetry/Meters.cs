using System.Diagnostics.Metrics;

namespace AgentFunctions.Telemetry;

/// <summary>What this application counts.</summary>
public static class Meters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "AgentFunctions";

    private static readonly Meter Meter = new(Name);

    /// <summary><c>agentfn.storage.calls</c>: requests sent to storage, retries included; tags <c>service</c> and <c>operation</c>.</summary>
    internal static Counter<long> StorageCalls { get; } =
        Meter.CreateCounter<long>("agentfn.storage.calls", "{call}", "Requests sent to storage, retries included.");

    /// <summary><c>agentfn.storage.entities</c>: table entities written, alone or in a transaction.</summary>
    internal static Counter<long> StorageEntities { get; } =
        Meter.CreateCounter<long>("agentfn.storage.entities", "{entity}", "Table entities written, alone or in a transaction.");
}
