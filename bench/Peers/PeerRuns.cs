using System.ComponentModel;
using System.Text.Json;
using AgentFunctions.LocalHost;

namespace AgentFunctions.Bench.Peers;

/// <summary>Measures the peers one after another, each on a Redis of its own, where they are installed.</summary>
internal sealed class PeerRuns(PeerWork work, TimeProvider time)
{
    // Of one peer, its installation included.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Measures one; a peer that cannot be measured is an answer and no fault.</summary>
    public async Task<PeerOutcome> RunAsync(Peer peer, CancellationToken cancellationToken)
    {
        string[] needed = [peer.Program, .. peer.Needs];
        if (needed.FirstOrDefault(n => PeerProcess.Find(n) is null) is { } missing)
        {
            return new PeerOutcome.NotMeasured(peer.Name, $"{missing} is not installed: {peer.Install}");
        }

        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await MeasureAsync(peer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PeerOutcome.NotMeasured(peer.Name, $"it took longer than {Limit.TotalMinutes:0} minutes");
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or Win32Exception or HostStartException)
        {
            return new PeerOutcome.NotMeasured(peer.Name, e.Message);
        }
    }

    private async Task<PeerOutcome> MeasureAsync(Peer peer, CancellationToken cancellationToken)
    {
        if (await FindProgramAsync(peer, cancellationToken).ConfigureAwait(false) is not { } program)
        {
            return new PeerOutcome.NotMeasured(peer.Name, $"no {peer.Program} has what it needs: {peer.Install}");
        }

        await InstallPackagesAsync(peer, cancellationToken).ConfigureAwait(false);
        await using RedisServer redis = await RedisServer.StartAsync(PeerProcess.Find("redis-server")!, time, cancellationToken).ConfigureAwait(false);
        await using PeerProcess run = PeerProcess.Start(program, [peer.Script, redis.Port, .. work.Arguments], peer.Folder);
        string line = await run.FinishAsync(cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(line, PeerJson.Default.PeerFigures) is { } figures
            ? new PeerOutcome.Measured(peer.Name, figures)
            : new PeerOutcome.NotMeasured(peer.Name, "its script printed null");
    }

    // A machine may have several of a name, and the packages are there for one of them.
    private static async Task<string?> FindProgramAsync(Peer peer, CancellationToken cancellationToken)
    {
        foreach (string candidate in PeerProcess.FindAll(peer.Program))
        {
            try
            {
                await using PeerProcess probe = PeerProcess.Start(candidate, peer.Probe, peer.Folder);
                await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
                return candidate;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // This one lacks them.
            }
        }

        return null;
    }

    private static async Task InstallPackagesAsync(Peer peer, CancellationToken cancellationToken)
    {
        bool isInstalled = File.Exists(Path.Combine(peer.Folder, "node_modules", ".package-lock.json"));
        if (File.Exists(Path.Combine(peer.Folder, "package-lock.json")) && !isInstalled)
        {
            await using PeerProcess install = PeerProcess.Start(PeerProcess.Find("npm")!, ["ci", "--no-progress", "--loglevel=error"], peer.Folder);
            await install.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
