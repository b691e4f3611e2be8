namespace AgentFunctions.LocalHost.Persistence;

/// <inheritdoc cref="SqliteWork"/>
internal sealed class SqliteWork<T>(Func<SqliteSession, T> work) : SqliteWork
{
    // Callers must not continue on the database thread.
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Outcome => _outcome.Task;

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Settle()
    {
        if (Failure is { } failure)
        {
            _outcome.SetException(failure);
        }
        else
        {
            _outcome.SetResult(_result!);
        }
    }

    public override void Withdraw() => _outcome.SetCanceled(CancellationToken);
}
