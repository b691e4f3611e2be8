using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Makes examples of real answers: the one that shows most, without what belongs to one run alone.</summary>
internal sealed partial class ExampleFiles(IReadOnlyList<(Exchange Exchange, Verdict Verdict)> judged)
{
    private const int MostItems = 2;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset Start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var answers = judged.Where(j => j.Verdict.Operation is not null && j.Exchange.Body.Length > 0 && j.Verdict.Operation != "GetDescription");
        foreach (var file in answers.GroupBy(j => IsShared(j.Verdict) ? "Shared" : j.Verdict.Operation!))
        {
            string path = Repository.PathOf("AgentFunctions", "Http", "OpenApi", "Examples", $"{file.Key}.json");
            JsonObject content = File.Exists(path) ? JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken))!.AsObject() : [];
            JsonObject kept = content["answers"]?.DeepClone().AsObject() ?? [];
            foreach (var status in file.GroupBy(j => j.Verdict.Status!).OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                JsonObject examples = kept[status.Key]?.AsObject() ?? [];
                foreach (var kind in status.GroupBy(j => j.Verdict.Kind ?? "example").OrderBy(k => k.Key, StringComparer.Ordinal))
                {
                    examples[kind.Key] = ExampleOf(Telling(kind.Select(j => j.Exchange)));
                }

                kept[status.Key] = examples.Parent is null ? examples : examples.DeepClone();
            }

            content["answers"] = kept;
            await File.WriteAllTextAsync(path, content.ToJsonString(Format) + "\n", cancellationToken);
        }
    }

    private static bool IsShared(Verdict verdict) => verdict is { Status: "401" or "403" or "429" or "500" } || verdict is { Status: "503", Kind: not null };

    // One that was marked; else the richest, and of those the shortest.
    private static Exchange Telling(IEnumerable<Exchange> exchanges) =>
        exchanges.OrderByDescending(e => e.IsExample).ThenByDescending(e => BodyShape.Of(e.Type, e.Body).Count).ThenBy(e => e.Body.Length).ThenBy(e => e.Body, StringComparer.Ordinal).First();

    private static JsonNode? ExampleOf(Exchange exchange)
    {
        string text = Anonymous(exchange.Body);
        return exchange.Type!.StartsWith("text/event-stream", StringComparison.Ordinal)
            ? JsonValue.Create(string.Concat(BodyShape.EventsOf(text).GroupBy(e => e.Event).SelectMany(same => same.Take(MostItems)).Select(e => $"{e.Lines}\n\n")))
            : Shortened(JsonNode.Parse(text));
    }

    private static JsonNode? Shortened(JsonNode? node)
    {
        // What is an object more or less; names in a list are few, and all of them count.
        if (node is JsonArray array && array.All(item => item is JsonObject))
        {
            while (array.Count > MostItems)
            {
                array.RemoveAt(MostItems);
            }
        }

        foreach (JsonNode? child in node switch { JsonArray items => items.ToArray(), JsonObject fields => [.. fields.Select(field => field.Value)], _ => [] })
        {
            Shortened(child);
        }

        return node;
    }

    private static string Anonymous(string text)
    {
        text = Guids().Replace(text, string.Empty);
        text = Keys().Replace(text, $"agentfn_{new string('0', 50)}");
        text = Secrets().Replace(text, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        text = Addresses().Replace(text, "https://hooks.example");
        text = Workers().Replace(text, "\"$1\":\"worker-1\"");
        string[] ids = [.. Ids().Matches(text).Select(m => m.Value).Distinct()];
        text = Ids().Replace(text, m => $"01m8ajb43qxhjjy6ddbdvx97x{"0123456789abcdefghjkmnpqrstvwxyz"[Array.IndexOf(ids, m.Value) % 32]}");
        DateTimeOffset[] times = [.. Times().Matches(text).Select(m => DateTimeOffset.Parse(m.Value, CultureInfo.InvariantCulture)).Where(t => t.Year == DateTimeOffset.UtcNow.Year)];
        DateTimeOffset first = times.DefaultIfEmpty().Min();
        return Times().Replace(text, m => DateTimeOffset.Parse(m.Value, CultureInfo.InvariantCulture) is var time && time.Year == first.Year
            ? (Start + TimeSpan.FromMilliseconds(Math.Round((time - first).TotalMilliseconds))).ToString("yyyy-MM-ddTHH:mm:ss.FFFzzz", CultureInfo.InvariantCulture)
            : m.Value);
    }

    [GeneratedRegex(" ?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    [GeneratedRegex("agentfn_[0-9a-hjkmnp-tv-z]{50}")]
    private static partial Regex Keys();

    [GeneratedRegex("whsec_[^\"]+")]
    private static partial Regex Secrets();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Addresses();

    [GeneratedRegex("\"(worker|process)\":\"[^\"]*\"")]
    private static partial Regex Workers();

    [GeneratedRegex(@"\b[0-7][0-9a-hjkmnp-tv-z]{25}\b")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")]
    private static partial Regex Times();
}
