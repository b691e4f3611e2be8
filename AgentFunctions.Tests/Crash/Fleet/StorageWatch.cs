using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Writes to the storage all the time as the hosts do, and notes when that took long, whatever the reason.</summary>
internal sealed class StorageWatch
{
    private const string TableName = "crashwatch";

    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(250);

    // A lease is renewed after a third of its time; a renewal, or what it waits for, may be late by this before it is lost.
    private static readonly TimeSpan Slow = CrashTiming.Lease / 4;

    private readonly TableClient _table;

    public StorageWatch(string connectionString)
    {
        TableClientOptions options = new() { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(30) } };
        _table = new TableClient(connectionString, TableName, options);
    }

    public List<CrashNote> Stalls { get; } = [];

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(WriteEvery);
        DateTimeOffset from = DateTimeOffset.UtcNow;
        try
        {
            do
            {
                await TryWriteAsync(cancellationToken);
                DateTimeOffset now = DateTimeOffset.UtcNow;
                if (now - from > Slow + WriteEvery)
                {
                    Stalls.Add(new CrashNote(CrashKind.StorageStall, null, from, now));
                }

                from = now;
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            await _table.UpsertEntityAsync(new TableEntity("watch", "watch"), TableUpdateMode.Replace, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is RequestFailedException or AggregateException or IOException or OperationCanceledException)
        {
            // It is down, which whoever ended it has noted.
        }
    }
}
