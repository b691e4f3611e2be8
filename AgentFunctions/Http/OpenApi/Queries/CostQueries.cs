using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Storage;

namespace AgentFunctions.Http.OpenApi.Queries;

/// <summary>What a report of costs is to show.</summary>
/// <param name="By">What the rows are grouped by, separated by commas; without it by agent and model.</param>
/// <param name="From">From the hour of this moment; without it 24 hours before <c>to</c>. At most 366 days before <c>to</c>, 31 when grouped by hour.</param>
/// <param name="To">Up to the end of the hour of this moment; without it now.</param>
internal sealed record CostQuery([property: NamesOf(typeof(CostDimension))] IReadOnlyList<string>? By, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>What a report of the largest costs is to show.</summary>
/// <param name="Share">Share of the cost to find the makers of, above 0.</param>
/// <param name="From">Tasks created in the hour of this moment or later; without it 24 hours before <c>to</c>. At most 366 days before <c>to</c>.</param>
/// <param name="To">Tasks created up to the end of the hour of this moment; without it now.</param>
/// <param name="Limit">Most groups and tasks to name.</param>
internal sealed record TopCostQuery(
    [property: Range(0, 1, MinimumIsExclusive = true), DefaultValue(0.5)] decimal? Share,
    DateTimeOffset? From,
    DateTimeOffset? To,
    [property: Range(1, TaskFilter.MaxPageSize), DefaultValue(20)] int? Limit);
