using AgentFunctions.Storage;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Startup;

/// <summary>Makes the tables and containers ready before the host takes a task, once the configuration has no fault.</summary>
internal sealed class StartupCheck(StartupRules rules, IEnumerable<IStoragePart> storage, TimeProvider time) : IHostedService
{
    // Storage may be starting as well; a host that gives up at once may take along the storage that it runs for others.
    private static readonly TimeSpan StoragePatience = TimeSpan.FromMinutes(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        rules.Check();
        await StorageFault.OutlastAsync(
            async () =>
            {
                await Task.WhenAll(storage.Select(s => s.PrepareAsync(cancellationToken))).ConfigureAwait(false);
                return true;
            },
            StoragePatience,
            static _ => { },
            time,
            cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
