using AgentFunctions.LocalHost.Storage;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Takes the storage away for some seconds: Azurite is ended, and the hosts have to start it again.</summary>
/// <remarks>
/// Azurite keeps tables in memory and saves them every 5 s and on SIGTERM. SIGKILL would lose writes that it has
/// acknowledged, which no application on top of it could survive and Azure does not do. So it is ended with SIGTERM.
/// A request that it is at just then may still be answered after it has saved, and be lost all the same; therefore the
/// hosts stand still for a moment before, until Azurite has answered all that they had sent.
/// </remarks>
internal static class StorageOutage
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(8);

    /// <summary>False when no Azurite runs at the moment.</summary>
    public static async Task<bool> BringAboutAsync(HostFleet fleet, CancellationToken cancellationToken)
    {
        using AzuriteProcess? azurite = AzuriteProcess.LeftIn(new AzuriteFolder(fleet.Folder.Storage));
        if (azurite is null)
        {
            return false;
        }

        foreach (HostPlace place in fleet.Places)
        {
            place.Pause();
        }

        try
        {
            await Task.Delay(Quiet, cancellationToken);
            await azurite.StopAsync(StopTimeout, TimeProvider.System);
        }
        finally
        {
            foreach (HostPlace place in fleet.Places)
            {
                place.Resume();
            }
        }

        return true;
    }
}
