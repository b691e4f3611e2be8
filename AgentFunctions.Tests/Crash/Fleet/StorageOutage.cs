using AgentFunctions.LocalHost.Processes;
using AgentFunctions.LocalHost.Storage;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Takes the storage away for some seconds. One outage at a time: a second one waits for the first.</summary>
/// <remarks>
/// Azurite keeps tables in memory and saves them every 5 s and on SIGTERM. SIGKILL would lose writes that it has
/// acknowledged, which no application on top of it could survive and Azure does not do. So it is ended with SIGTERM.
/// A request that it is at just then may still be answered after it has saved, and be lost all the same; therefore the
/// hosts stand still for a moment before, until Azurite has answered all that they had sent.
/// </remarks>
internal sealed class StorageOutage : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    // Azurite saves in well under a second; should it not, this covers one of the saves that it makes every 5 s. The host
    // that ran it lets go of its lock as soon as it sees the end, and takes it again half a second later.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    // Blobs, queues, tables.
    private const int Services = 3;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Ends Azurite, and returns when hosts may start it again; false when none answers.</summary>
    /// <param name="length">How long the hosts are kept from starting it.</param>
    public Task<bool> EndAsync(HostFleet fleet, TimeSpan length, CancellationToken cancellationToken) => InTurnAsync(
        fleet,
        async (azurite, folder) =>
        {
            await EndQuietlyAsync(azurite, folder.Log, fleet, cancellationToken);

            // Whoever holds this lock is the one to start Azurite: as long as we do, nobody else does.
            using FileLock? ownership = await TryOwnAsync(folder, cancellationToken);
            await Task.Delay(length, cancellationToken);
        },
        cancellationToken);

    /// <summary>Has Azurite stand still: connections are accepted and get no answer. False when none answers.</summary>
    public Task<bool> PauseAsync(HostFleet fleet, TimeSpan length, CancellationToken cancellationToken) => InTurnAsync(
        fleet,
        async (azurite, _) =>
        {
            ProcessSignal.Pause(azurite.Id);
            await Task.Delay(length, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ProcessSignal.Resume(azurite.Id);
        },
        cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task<bool> InTurnAsync(HostFleet fleet, Func<DetachedProcess, AzuriteFolder, Task> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            AzuriteFolder folder = new(fleet.Folder.Storage);
            using StorageProbe probe = new(fleet.Folder.Ports);
            using DetachedProcess? azurite = folder.Recorded();

            // One that is just starting does not listen to SIGTERM yet.
            if (azurite is null || !(await probe.ReadAsync(cancellationToken)).AllAnswer)
            {
                return false;
            }

            await act(azurite, folder);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task EndQuietlyAsync(DetachedProcess azurite, LogTail log, HostFleet fleet, CancellationToken cancellationToken)
    {
        foreach (HostPlace place in fleet.Places)
        {
            place.Pause();
        }

        try
        {
            await Task.Delay(Quiet, cancellationToken);
            long closingFrom = log.Length;
            azurite.RequestStop();
            await UntilAsync(() => log.LinesAfter(closingFrom).Count(IsClosed) == Services, cancellationToken);

            // It has saved and would now wait for idle connections. The host that started it stands still and
            // cannot take note of its end, so nobody waits for that here.
            azurite.Kill();
        }
        finally
        {
            foreach (HostPlace place in fleet.Places)
            {
                place.Resume();
            }
        }
    }

    private static bool IsClosed(string line) => line.EndsWith("service successfully closed", StringComparison.Ordinal);

    private static async Task<FileLock?> TryOwnAsync(AzuriteFolder folder, CancellationToken cancellationToken)
    {
        FileLock? ownership = null;
        await UntilAsync(() => (ownership = folder.TryOwn()) is not null, cancellationToken);
        return ownership;
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        DateTimeOffset last = DateTimeOffset.UtcNow + Patience;
        while (!condition() && DateTimeOffset.UtcNow < last)
        {
            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
