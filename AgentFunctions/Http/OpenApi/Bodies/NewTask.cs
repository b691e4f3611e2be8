using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks.Targets;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>A task to be done.</summary>
/// <param name="Agent">Name of the agent.</param>
/// <param name="Input">What the agent works on, any JSON; fields that its instructions name are mandatory.</param>
/// <param name="Lane">How urgent it is.</param>
/// <param name="Quality">Pass rate that the answer needs: the task goes to the cheapest model that is good enough. Without it, to the agent's own or the default model.</param>
/// <param name="Explore">False keeps the task from being used to try a model.</param>
/// <param name="Deadline">Begun by then or failed; after now and <c>notBefore</c>.</param>
/// <param name="NotBefore">Not begun earlier.</param>
/// <param name="MaxCost">US dollars that all its model calls may cost.</param>
/// <param name="Callback">An https address that gets the final task as a signed POST.</param>
/// <param name="Stream">Shows the answer while it is written, among the task's events.</param>
/// <param name="Metadata">The client's own texts, shown with the task; at most 16, and 4,096 characters of all names and texts.</param>
internal sealed record NewTask(
    [property: MinLength(1)] string Agent,
    JsonElement Input,
    [property: DefaultValue("standard")] Lane? Lane,
    [property: Range(0, 1)] double? Quality,
    bool? Explore,
    DateTimeOffset? Deadline,
    DateTimeOffset? NotBefore,
    [property: Range(typeof(decimal), "0.000001", "1000000")] decimal? MaxCost,
    NewTaskCache? Cache,
    [property: Length(1, CallbackUrl.MaxLength)] Uri? Callback,
    [property: DefaultValue(false)] bool? Stream,
    [property: Texts(IntakeLimits.MetadataEntries, IntakeLimits.MetadataLength)] IReadOnlyDictionary<string, string>? Metadata);

/// <summary>How a task uses the cache of answers.</summary>
/// <param name="Use">False: it is neither answered from the cache nor together with an identical task. Without it, as the agent says.</param>
/// <param name="MaxAge">How old a cached answer may be: a whole number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, such as <c>24h</c>.</param>
internal sealed record NewTaskCache(bool? Use, [property: RegularExpression(Durations.Pattern)] string? MaxAge);
