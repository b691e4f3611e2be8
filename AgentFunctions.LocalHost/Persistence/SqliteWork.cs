namespace AgentFunctions.LocalHost.Persistence;

/// <summary>A piece of work on its way to a database thread, and the promise of its outcome.</summary>
internal abstract class SqliteWork
{
    public required bool IsWrite { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Why the work failed; its caller is told so whether or not the group commits.</summary>
    public Exception? Failure { get; set; }

    public abstract void Run(SqliteSession session);

    /// <summary>Hands the outcome to the caller.</summary>
    public abstract void Settle();

    /// <summary>Tells the caller, who cancelled before the work began.</summary>
    public abstract void Withdraw();
}
