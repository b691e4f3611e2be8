using AgentFunctions.LocalHost.Storage;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Asks the storage all the time whether it answers, and notes when it took long, whatever the reason.</summary>
internal sealed class StorageWatch(StoragePorts ports)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // A lease is renewed after a third of its time; the renewal and the one after it may both be late by this.
    private static readonly TimeSpan Slow = CrashTiming.Lease / 3;

    public List<CrashNote> Stalls { get; } = [];

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using StorageProbe probe = new(ports);
        using PeriodicTimer timer = new(LookEvery);
        DateTimeOffset from = DateTimeOffset.UtcNow;
        try
        {
            do
            {
                await probe.ReadAsync(cancellationToken);
                DateTimeOffset now = DateTimeOffset.UtcNow;
                if (now - from > Slow + LookEvery)
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
}
