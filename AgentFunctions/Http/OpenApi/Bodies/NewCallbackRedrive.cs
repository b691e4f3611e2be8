using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentFunctions.DeadLetters;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>Which callbacks that were given up to try again: <c>ids</c> or <c>filter</c> must be given, and not both.</summary>
/// <param name="Ids">Ids of their tasks.</param>
/// <param name="Filter">All that match; <c>{}</c> means all.</param>
/// <param name="DryRun">Only say what would happen.</param>
/// <param name="Limit">Most callbacks of this call.</param>
internal sealed record NewCallbackRedrive(
    [property: Length(1, RedriveRequest.MaxTasks)] IReadOnlyList<string>? Ids,
    CallbackChoice? Filter,
    [property: DefaultValue(false)] bool? DryRun,
    [property: Range(1, RedriveRequest.MaxTasks), DefaultValue(RedriveRequest.MaxTasks)] int? Limit);

/// <summary>Chooses among callbacks that were given up.</summary>
/// <param name="From">Of tasks that ended then or later.</param>
/// <param name="To">Of tasks that ended before.</param>
internal sealed record CallbackChoice([property: MinLength(1)] string? Agent, DateTimeOffset? From, DateTimeOffset? To);
