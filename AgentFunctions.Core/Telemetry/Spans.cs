using System.Diagnostics;

namespace AgentFunctions.Telemetry;

/// <summary>Where the spans come from. For a span that nobody listens to nothing is allocated.</summary>
public static class Spans
{
    /// <summary>Name of the source of this application's own spans.</summary>
    public const string Name = "AgentFunctions";

    /// <summary>Name of the source, and of the meter, of model calls: the one that Microsoft.Extensions.AI uses by default.</summary>
    public const string ModelCalls = "Experimental.Microsoft.Extensions.AI";

    /// <summary>How the names of tool calls begin. They come from the source of the agent's span that they stand below.</summary>
    internal const string ToolCall = "execute_tool ";

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Marks a span as failed.</summary>
    /// <param name="code">A code of <see cref="Tasks.TaskError"/>, never its message, which may quote a provider.</param>
    internal static void Fail(Activity span, string code) => span.SetTag(SpanTags.ErrorType, code).SetStatus(ActivityStatusCode.Error);
}
