using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>A write that waits for the next transaction.</summary>
internal sealed class CombinedWrite(TableTransactionAction action, int bytes)
{
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TableTransactionAction Action { get; } = action;

    public int Bytes { get; } = bytes;

    /// <summary>Ends with the new ETag, or with the reason why the write failed.</summary>
    public Task<string> Outcome => _outcome.Task;

    public void Succeed(string etag) => _outcome.SetResult(etag);

    public void Fail(Exception reason) => _outcome.SetException(reason);
}
