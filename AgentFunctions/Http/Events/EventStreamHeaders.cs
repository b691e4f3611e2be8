using System.Globalization;
using AgentFunctions.Events;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AgentFunctions.Http.Events;

/// <summary>What a client says about the events that it wants.</summary>
internal static class EventStreamHeaders
{
    public const string ContentType = "text/event-stream";

    private const string LastEventId = "Last-Event-ID";
    private const int ShownLength = 100;

    private static readonly MediaTypeHeaderValue Events = new(ContentType);

    /// <summary>False when the client's <c>Accept</c> leaves events out. The most specific range that fits counts (RFC 9110, 12.5.1).</summary>
    public static bool AcceptsEvents(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? ranges)
        || ranges.Count == 0
        || ranges.Where(Events.IsSubsetOf).OrderBy(r => r.MatchesAllTypes ? 2 : r.MatchesAllSubTypes ? 1 : 0).FirstOrDefault() is { Quality: null or > 0 };

    /// <summary>False when there is an id that no event of the task has had.</summary>
    /// <param name="after">Null when there is none.</param>
    public static bool TryReadLastId(HttpRequest request, AgentTask task, out LifeEventId? after)
    {
        after = null;
        if (TextOf(request) is not { } text)
        {
            return true;
        }

        bool isKnown = LifeEventId.TryParse(text, out LifeEventId id) && TaskEvents.MayHaveTold(task, id);
        after = isKnown ? id : null;
        return isKnown;
    }

    /// <summary>False when there is an id that no event of a batch can have had.</summary>
    /// <param name="after">Null when there is none.</param>
    public static bool TryReadLastMark(HttpRequest request, DateTimeOffset now, out DateTimeOffset? after)
    {
        after = null;
        if (TextOf(request) is not { } text)
        {
            return true;
        }

        // Clocks differ by a little.
        bool isKnown = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long mark) && mark <= now.AddMinutes(1).ToUnixTimeMilliseconds();
        after = isKnown ? DateTimeOffset.FromUnixTimeMilliseconds(mark) : null;
        return isKnown;
    }

    /// <summary>True when the client says which event it had last.</summary>
    public static bool HasLastId(HttpRequest request) => TextOf(request) is not null;

    public static Refusal UnknownId(HttpRequest request, string allowed)
    {
        string text = TextOf(request)!;
        return new Refusal.Invalid([new FieldError(LastEventId, $"is '{(text.Length <= ShownLength ? text : text[..ShownLength] + "…")}'; allowed is {allowed}")]);
    }

    // An empty one is what a browser means by none.
    private static string? TextOf(HttpRequest request) => request.Headers[LastEventId].ToString() is { Length: > 0 } text ? text : null;
}
