using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Figures of one run under load.</summary>
internal sealed record LoadFigures
{
    public required int Tasks { get; init; }

    /// <value>From the first post until the last task is stored as final.</value>
    public required double Seconds { get; init; }

    public double TasksPerSecond => Tasks / Seconds;

    /// <value>Milliseconds from the stored creation to the stored end.</value>
    public required Percentiles SubmitToDone { get; init; }

    /// <value>Requests to storage a task.</value>
    public required double StorageCalls { get; init; }

    /// <value>Table entities written a task.</value>
    public required double StorageEntities { get; init; }

    /// <value>Calls on the queues a task.</value>
    public required double QueueOperations { get; init; }

    /// <value>Requests to storage a task, by what they do.</value>
    public required IReadOnlyDictionary<string, double> StorageCallsByOperation { get; init; }

    /// <value>Calls on the queues a task, by what they do.</value>
    public required IReadOnlyDictionary<string, double> QueueOperationsByOperation { get; init; }

    /// <value>Processor time a task of the host, the client of the measurement included.</value>
    public required double HostMicroseconds { get; init; }

    /// <value>Processor time a task of the storage emulator.</value>
    public required double StorageMicroseconds { get; init; }
}
