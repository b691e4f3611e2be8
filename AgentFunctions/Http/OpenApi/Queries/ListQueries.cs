using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.OpenApi.Queries;

/// <summary>Which tasks to list.</summary>
/// <param name="Status">In one of these states, separated by commas.</param>
/// <param name="Agent">Of this agent.</param>
/// <param name="Tenant">Of this tenant; tasks of others than the caller's are not there.</param>
/// <param name="From">Created then or later.</param>
/// <param name="To">Created before.</param>
/// <param name="After">The <c>next</c> of the page before; good for the same query only.</param>
/// <param name="Limit">Most tasks of the page.</param>
internal sealed record TaskQuery(
    [property: NamesOf(typeof(AgentTaskStatus))] IReadOnlyList<string>? Status,
    string? Agent,
    string? Tenant,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? After,
    [property: Range(1, TaskFilter.MaxPageSize), DefaultValue(100)] int? Limit);

/// <summary>Which dead-lettered tasks to list.</summary>
/// <param name="Reason">Set aside for this: the code of the error.</param>
/// <param name="Agent">Of this agent.</param>
/// <param name="Tenant">Of this tenant; tasks of others than the caller's are not there.</param>
/// <param name="From">Set aside then or later.</param>
/// <param name="To">Set aside before.</param>
/// <param name="After">The <c>next</c> of the page before; good for the same query only.</param>
/// <param name="Limit">Most tasks of the page.</param>
internal sealed record DeadLetterQuery(
    string? Reason,
    string? Agent,
    string? Tenant,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? After,
    [property: Range(1, TaskFilter.MaxPageSize), DefaultValue(100)] int? Limit);

/// <summary>Which callbacks to list.</summary>
/// <param name="Status">In this state.</param>
/// <param name="Agent">Of tasks of this agent.</param>
/// <param name="Tenant">Of this tenant; callbacks of others than the caller's are not there.</param>
/// <param name="From">Of tasks that ended then or later.</param>
/// <param name="To">Of tasks that ended before.</param>
/// <param name="After">The <c>next</c> of the page before; good for the same query only.</param>
/// <param name="Limit">Most callbacks of the page.</param>
internal sealed record CallbackQuery(
    [property: NamesOf(typeof(CallbackStatus)), DefaultValue("failed")] string? Status,
    string? Agent,
    string? Tenant,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? After,
    [property: Range(1, TaskFilter.MaxPageSize), DefaultValue(100)] int? Limit);
