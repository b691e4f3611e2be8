using System.Diagnostics;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Queues;

/// <summary>The place in a trace where a message was made, as it travels in its body. Form: W3C Trace Context.</summary>
internal static class TraceContext
{
    // What W3C asks to be carried at least; a longer state of other systems is left behind.
    private const int LongestState = 512;

    /// <summary>Where this code runs now; null when nobody listens for this application's spans.</summary>
    public static ActivityContext? Current =>
        Spans.Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } span ? span.Context : null;

    /// <summary>The field <c>traceparent</c>.</summary>
    public static string ParentOf(ActivityContext context) => $"00-{context.TraceId}-{context.SpanId}-{(int)context.TraceFlags:x2}";

    /// <summary>The field <c>tracestate</c>; null when there is none worth to carry.</summary>
    public static string? StateOf(ActivityContext context) => IsState(context.TraceState) ? context.TraceState : null;

    /// <summary>Reads both fields. A context that is malformed is none: a message is never refused for it.</summary>
    public static ActivityContext? Read(string? parent, string? state) =>
        ActivityContext.TryParse(parent, IsState(state) ? state : null, isRemote: true, out ActivityContext context)
        && context.TraceId != default && context.SpanId != default
            ? context
            : null;

    private static bool IsState(string? state) => state is { Length: > 0 and <= LongestState } && state.All(c => c is >= ' ' and <= '~');
}
