using System.Diagnostics.Metrics;

namespace AgentFunctions.Telemetry;

/// <summary>What this application counts. Tags have few values: never a task, a tenant or a text of a client.</summary>
public static class Meters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "AgentFunctions";

    // Seconds. From an answer out of the cache to a task that waited a day for its turn.
    private static readonly InstrumentAdvice<double> TaskTimes = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400],
    };

    private static readonly Meter Meter = new(Name);

    /// <summary><c>agentfn.storage.calls</c>: requests sent to storage, retries included; tags <c>service</c> and <c>operation</c>.</summary>
    internal static Counter<long> StorageCalls { get; } =
        Meter.CreateCounter<long>("agentfn.storage.calls", "{call}", "Requests sent to storage, retries included.");

    /// <summary><c>agentfn.storage.entities</c>: table entities written, alone or in a transaction.</summary>
    internal static Counter<long> StorageEntities { get; } =
        Meter.CreateCounter<long>("agentfn.storage.entities", "{entity}", "Table entities written, alone or in a transaction.");

    /// <summary><c>agentfn.event.streams</c>: event streams that are open; tag <c>of</c>: <c>task</c>, <c>batch</c> or <c>overview</c>.</summary>
    internal static UpDownCounter<long> EventStreams { get; } =
        Meter.CreateUpDownCounter<long>("agentfn.event.streams", "{stream}", "Event streams that are open.");

    /// <summary><c>agentfn.tasks.submitted</c>: tasks taken in and stored; tags <c>agent</c>, <c>lane</c>.</summary>
    internal static Counter<long> TasksSubmitted { get; } =
        Meter.CreateCounter<long>("agentfn.tasks.submitted", "{task}", "Tasks taken in and stored.");

    /// <summary><c>agentfn.tasks.finished</c>: tasks that came to an end; tags <c>agent</c>, <c>lane</c>, <c>status</c>, and <c>error.type</c> when they failed.</summary>
    internal static Counter<long> TasksFinished { get; } =
        Meter.CreateCounter<long>("agentfn.tasks.finished", "{task}", "Tasks that came to an end.");

    /// <summary><c>agentfn.tasks.coalesced</c>: tasks that were given the answer of an identical one that was open at the same time; tag <c>agent</c>.</summary>
    internal static Counter<long> TasksCoalesced { get; } =
        Meter.CreateCounter<long>("agentfn.tasks.coalesced", "{task}", "Tasks that were given the answer of an identical open one.");

    /// <summary><c>agentfn.attempts</c>: attempts begun; tags <c>agent</c>, <c>lane</c>.</summary>
    internal static Counter<long> Attempts { get; } =
        Meter.CreateCounter<long>("agentfn.attempts", "{attempt}", "Attempts begun.");

    /// <summary><c>agentfn.retries</c>: attempts that ended with another one due; tags <c>agent</c>, <c>lane</c>, <c>error.type</c>.</summary>
    internal static Counter<long> Retries { get; } =
        Meter.CreateCounter<long>("agentfn.retries", "{attempt}", "Attempts that ended with another one due.");

    /// <summary><c>agentfn.task.wait</c>: seconds from when a task could be begun (submitted, or its notBefore, or redriven) to its first attempt; tags <c>agent</c>, <c>lane</c>.</summary>
    internal static Histogram<double> TaskWait { get; } =
        Meter.CreateHistogram("agentfn.task.wait", "s", "Time from submission to the first attempt.", tags: null, TaskTimes);

    /// <summary><c>agentfn.task.duration</c>: seconds from the same moment to the end; tags <c>agent</c>, <c>lane</c>, <c>status</c>.</summary>
    internal static Histogram<double> TaskDuration { get; } =
        Meter.CreateHistogram("agentfn.task.duration", "s", "Time from submission to the end.", tags: null, TaskTimes);

    /// <summary><c>agentfn.cost</c>: price of model calls, in dollars; tags <c>agent</c>, <c>model</c> (its name in the catalogue).</summary>
    internal static Counter<double> Cost { get; } =
        Meter.CreateCounter<double>("agentfn.cost", "{USD}", "Price of model calls.");

    /// <summary>
    /// <c>agentfn.cost.saved</c>: what was not spent, in dollars; tags <c>agent</c>, and <c>lever</c>: <c>cache</c>, <c>coalescing</c>, <c>routing</c> or <c>batching</c>.
    /// Of routing and batching only where a task came cheaper by it, since a counter only grows; the ledger has the balance.
    /// </summary>
    internal static Counter<double> CostSaved { get; } =
        Meter.CreateCounter<double>("agentfn.cost.saved", "{USD}", "What was not spent.");

    /// <summary><c>agentfn.webhooks.tries</c>: tries to deliver a callback; tags <c>outcome</c>: <c>delivered</c>, <c>retried</c> or <c>failed</c>, and <c>error.type</c>.</summary>
    internal static Counter<long> WebhookTries { get; } =
        Meter.CreateCounter<long>("agentfn.webhooks.tries", "{try}", "Tries to deliver a callback.");

    /// <summary><c>agentfn.webhooks.duration</c>: seconds that a try took, connection included; tags as above.</summary>
    internal static Histogram<double> WebhookDuration { get; } =
        Meter.CreateHistogram<double>("agentfn.webhooks.duration", "s", "Time that a try to deliver a callback took.");

    /// <summary><c>agentfn.cache.lookups</c>: looks into the result cache; tags <c>agent</c>, and <c>outcome</c>: <c>hit</c>, <c>miss</c>, <c>expired</c> or <c>corrupt</c>.</summary>
    internal static Counter<long> CacheLookups { get; } =
        Meter.CreateCounter<long>("agentfn.cache.lookups", "{lookup}", "Looks into the result cache.");
}
