using System.IO.Hashing;
using System.Text;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Startup;
using AgentFunctions.Tasks;

namespace AgentFunctions.Regions;

/// <summary>All regions, and which of them is home to what.</summary>
public sealed class RegionMap
{
    /// <summary>Most regions: the number has five bits of a task id.</summary>
    public const int MaxRegions = 1 << TaskId.RegionBits;

    private RegionMap(IReadOnlyList<Region> all, Region? here) => (All, Here) = (all, here);

    /// <summary>For an application that runs in one region.</summary>
    public static RegionMap OneRegion { get; } = new([], null);

    /// <summary>All regions; none when there is only one.</summary>
    public IReadOnlyList<Region> All { get; }

    /// <summary>The region of this instance; null when there is only one.</summary>
    public Region? Here { get; }

    /// <summary>Number of this instance's region.</summary>
    public int Number => Here?.Number ?? 0;

    /// <exception cref="StartupException">The settings do not make a list of regions.</exception>
    public static RegionMap Of(RegionOptions options)
    {
        if (RegionSettings.IsNone(options))
        {
            return OneRegion;
        }

        Region?[] read = [.. options.All.Select(RegionSettings.Read)];
        IReadOnlyList<string> faults = RegionSettings.Faults(options);
        return faults.Count > 0
            ? throw new StartupException(faults)
            : new RegionMap(read!, read.Single(region => region!.Name == options.Here));
    }

    public Region? Find(string name) => All.FirstOrDefault(region => region.Name == name);

    /// <summary>The region that has a task, when it is another one.</summary>
    public Region? ElsewhereOf(TaskId id) => ElsewhereOf(id.Region);

    /// <summary>The region of that number, when it is another one.</summary>
    public Region? ElsewhereOf(int number) => number != Number && number < All.Count ? All[number] : null;

    /// <summary>The region that binds a tenant's idempotency key, when it is another one. All regions agree on it (rendezvous hashing).</summary>
    public Region? ElsewhereOf(TenantId tenant, IdempotencyKey key)
    {
        Region? home = All.MaxBy(region => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{key.ScopeFor(tenant)} {region.Name}")));
        return home == Here ? null : home;
    }
}
