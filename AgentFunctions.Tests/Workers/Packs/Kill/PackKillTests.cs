using System.Text.Json;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Crash.Verdict;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Workers.Packs.Wire;

namespace AgentFunctions.Tests.Workers.Packs.Kill;

/// <summary>A real local host on a data folder and Azurite, killed by SIGKILL at each step of a pack and started again.</summary>
public sealed class PackKillTests : IAsyncLifetime
{
    private const int Tasks = 6;

    private readonly TemporaryFolder _temporary = new();
    private PackServer? _model;
    private PackFolder? _folder;
    private HostProcess? _host;
    private WordClient? _client;
    private int _started;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _model = await PackServer.StartAsync(Cancelled);
        _model.Pack = items => PackModel.Answer(items.Skip(1));
        _folder = new PackFolder(_temporary.Path, _model, Death.All.Select(d => d.Name));
        _client = new WordClient(new Uri($"http://127.0.0.1:{_folder.Port}/api/"));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        using (AzuriteProcess? azurite = AzuriteProcess.LeftIn(new AzuriteFolder(_folder!.Storage)))
        {
            azurite?.Kill();
        }

        _client!.Dispose();
        await _model!.DisposeAsync();
        _temporary.Dispose();
    }

    [Fact]
    public async Task A_pack_whose_host_is_killed_at_any_step_ends_with_every_answer_and_asks_again_only_what_was_being_asked()
    {
        await StartAsync();
        foreach (Death death in Death.All)
        {
            IReadOnlyDictionary<string, string> tasks = await DieAsync(death);
            await StartAsync();

            await _client!.UntilAnsweredAsync(tasks);
            await _client.UntilNoPackIsOpenAsync();
            AssertAsked(death, tasks);
        }

        // Another instance posts what the dead did not get to; maintenance would, after a minute or two.
        await KillAsync();
        await FinalLedger.ReadAsync(_folder!.ConnectionString, Cancelled);
        await StartAsync();
        JsonElement totals = await _client!.TotalsAsync();
        Assert.Equal(Death.All.Count * Tasks, totals.GetProperty("succeeded").GetInt32());
        Assert.True(totals.GetProperty("savedByBatching").GetDecimal() > 0, totals.ToString());
    }

    /// <summary>Posts tasks that make a pack, and kills the host when it has come to the moment.</summary>
    private async Task<IReadOnlyDictionary<string, string>> DieAsync(Death death)
    {
        int before = _model!.Asks.Count;
        using JournalTrap? trap = death.Trigger is { } trigger ? new JournalTrap(_folder!.Database, trigger) : null;
        _model.Holds = ask => death.Held?.Invoke(ask) == true && (ask.IsPack || IsOfPack(ask.Words[0]));
        try
        {
            IReadOnlyDictionary<string, string> tasks = await _client!.PostAsync(death.Name, [.. Enumerable.Range(1, Tasks).Select(i => $"{death.Name}-{i}")]);
            await Eventually.IsTrueAsync(() => trap?.HoldsHost() ?? _model.Asks.Skip(before).Any(_model.Holds), $"the host comes to '{death.Name}'", Cancelled);
            return tasks;
        }
        finally
        {
            await KillAsync();
            _model.Release();
        }
    }

    private void AssertAsked(Death death, IReadOnlyDictionary<string, string> tasks)
    {
        PackAsk[] asks = [.. _model!.Asks.Where(a => tasks.ContainsKey(a.Words[0]))];
        PackAsk[] packs = [.. asks.Where(a => a.IsPack)];
        string seen = $"{death.Name}: {string.Join("; ", asks.Select(a => $"{(a.IsPack ? "pack" : "alone")} {string.Join(' ', a.Words)}"))}";
        Assert.True(packs.Length == death.PackRequests && packs.All(p => p.Words.SequenceEqual(packs[0].Words)), seen);
        Assert.True(asks.Count(a => !a.IsPack && a.Words[0] == packs[0].Words[0]) == death.AloneRequests, seen);

        // One task in fifty goes alone from the start; no other is asked about by itself.
        Assert.True(asks.Where(a => !a.IsPack).All(a => a.Words[0] == packs[0].Words[0] || !packs[0].Words.Contains(a.Words[0])), seen);
    }

    /// <summary>False for the task in fifty that goes alone from the start.</summary>
    private bool IsOfPack(string word) => _model!.Asks.Any(a => a.IsPack && a.Words.Contains(word));

    private async Task StartAsync()
    {
        _host = HostProcess.Start($"host-{++_started}", _folder!, ["--port", $"{_folder!.Port}"]);
        await _client!.UntilUpAsync();
    }

    private async Task KillAsync()
    {
        if (_host is { } host)
        {
            host.Kill();
            await host.WaitForEndAsync();
            host.Dispose();
            _host = null;
        }
    }
}
