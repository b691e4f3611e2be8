using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentFunctions.DeadLetters;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>Which dead-lettered tasks to send round again, and how: <c>ids</c> or <c>filter</c> must be given, and not both.</summary>
/// <param name="Ids">Ids of tasks.</param>
/// <param name="Filter">All that match; <c>{}</c> means all.</param>
/// <param name="Patch">What is changed about each of them.</param>
/// <param name="DryRun">Only say what would happen.</param>
/// <param name="Rate">Tasks a second; without it all at once.</param>
/// <param name="Limit">Most tasks of this call.</param>
internal sealed record NewRedrive(
    [property: Length(1, RedriveRequest.MaxTasks)] IReadOnlyList<string>? Ids,
    DeadLetterChoice? Filter,
    RedrivePatch? Patch,
    [property: DefaultValue(false)] bool? DryRun,
    [property: Range(0.001, 100_000)] double? Rate,
    [property: Range(1, RedriveRequest.MaxTasks), DefaultValue(RedriveRequest.MaxTasks)] int? Limit);

/// <summary>Chooses among dead-lettered tasks.</summary>
/// <param name="Reason">Code of the error that set the task aside.</param>
/// <param name="From">Set aside then or later.</param>
/// <param name="To">Set aside before.</param>
internal sealed record DeadLetterChoice(
    [property: MinLength(1)] string? Agent, [property: MinLength(1)] string? Reason, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>What a redrive changes about a task.</summary>
/// <param name="Input">Another input.</param>
/// <param name="AgentVersion">The agent's version that the task is meant for now; must be the one that is there.</param>
internal sealed record RedrivePatch(JsonElement? Input, [property: MinLength(1)] string? AgentVersion, Lane? Lane);
