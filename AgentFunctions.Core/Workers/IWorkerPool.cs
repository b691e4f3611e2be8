namespace AgentFunctions.Workers;

/// <summary>The pool of workers, where this application owns one; on Azure the platform does.</summary>
public interface IWorkerPool
{
    /// <summary>The pool as it is now, over all processes that share the queues.</summary>
    Task<WorkerPoolStatus> ReadStatusAsync(CancellationToken cancellationToken);
}

/// <summary>A pool of workers.</summary>
/// <param name="Workers">Workers there are now.</param>
/// <param name="Busy">Those of them with a task in hand.</param>
/// <param name="Minimum">Workers that are always there.</param>
/// <param name="Maximum">Workers there can be.</param>
/// <param name="Changes">The latest changes of size, newest first.</param>
public sealed record WorkerPoolStatus(int Workers, int Busy, int Minimum, int Maximum, IReadOnlyList<WorkerPoolChange> Changes);

/// <summary>A change of a pool's size.</summary>
/// <param name="Process">The process whose pool changed.</param>
public sealed record WorkerPoolChange(DateTimeOffset At, string Process, int From, int To, string Reason);
