using Azure.Core;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Regions;

/// <summary>The mirrors of the other regions.</summary>
public sealed class RegionMirrors(RegionMap regions, TokenCredential credential, TimeProvider time, ILogger<RegionMirror> logger)
{
    private readonly IReadOnlyList<RegionMirror> _mirrors = [.. regions.All.Select(region => new RegionMirror(region, credential, time, logger))];

    public RegionMirror Of(Region region) => _mirrors[region.Number];
}
