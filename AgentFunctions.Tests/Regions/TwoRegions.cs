using AgentFunctions.Intake.Idempotency;
using AgentFunctions.LocalHost.Processes;
using AgentFunctions.Regions;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Regions;

/// <summary>Two regions that know of each other: north, number 0, and south, number 1.</summary>
public class TwoRegions : IAsyncLifetime
{
    internal RegionHost North { get; } = new("north", FreePorts.Find(1));

    internal RegionHost South { get; } = new("south", FreePorts.Find(1));

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(North.StartStorageAsync(), South.StartStorageAsync());
        await Task.WhenAll(StartAsync(North), StartAsync(South));
    }

    internal Task StartAsync(RegionHost region) => region.StartAsync(SettingsOf(region).Concat(MoreSettings).ToDictionary());

    /// <summary>Settings that both have beside those of regions.</summary>
    protected virtual IReadOnlyDictionary<string, string?> MoreSettings => new Dictionary<string, string?>();

    /// <summary>An unused idempotency key whose home is that region.</summary>
    internal string NewKeyOf(RegionHost home)
    {
        RegionMap map = RegionMap.Of(new RegionOptions { Here = home.Name, All = [EntryOf(North), EntryOf(South)] });
        return Enumerable.Repeat(0, 100).Select(_ => Guid.NewGuid().ToString())
            .First(key => IdempotencyKey.TryParse(key, out IdempotencyKey? parsed) && map.ElsewhereOf(TenantId.Default, parsed) is null);
    }

    public async ValueTask DisposeAsync()
    {
        await North.DisposeAsync();
        await South.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static RegionEntry EntryOf(RegionHost region) => new() { Name = region.Name, Endpoint = region.Endpoint };

    private IEnumerable<KeyValuePair<string, string?>> SettingsOf(RegionHost here)
    {
        const string Section = "AgentFunctions:Regions";
        yield return new($"{Section}:Here", here.Name);
        foreach ((int number, RegionHost region) in new[] { North, South }.Index())
        {
            yield return new($"{Section}:All:{number}:Name", region.Name);
            yield return new($"{Section}:All:{number}:Endpoint", region.Endpoint);
            yield return new($"{Section}:All:{number}:Storage", region.ConnectionString);
        }
    }
}
