using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>What hosts really answer, held against what their descriptions say.</summary>
[Collection(ContractCollection.Name)]
public sealed class ContractTests(ContractRun run)
{
    // What is declared and does not happen here, and why.
    private static readonly Dictionary<string, string> Unseen = new()
    {
        ["internal-error"] = "A fault of the program; none is known.",
        ["queue-unavailable"] = "The local host's queues stand in its own database, which does not go away by itself.",
        ["SubmitTask 503 region-away"] = "Only for a key that the other region has bound before it went away: Regions/RegionAwayTests.",
        ["SubmitBatch 503 region-away"] = "Likewise.",
        ["GetOverviewEvents 503 storage-unavailable"] = "Storage is first read when the stream has begun, which then breaks; only looking a key up comes before.",
        ["ListAgents 503 storage-unavailable"] = "Agents are read at the start; only looking a key up asks storage.",
        ["GetAgent 503 storage-unavailable"] = "Likewise.",
    };

    private static readonly Dictionary<string, Action<JsonObject>> Mistakes = new()
    {
        ["a property is missing"] = api => Properties(api, "Task").Remove("cost"),
        ["a property is required that is not always there"] = api => Schema(api, "Task")["required"]!.AsArray().Add("deadline"),
        ["a property has another type"] = api => Properties(api, "Usage")["inputTokens"]!["type"] = "string",
        ["a name is missing in a list"] = api => Properties(api, "TaskEnded")["event"]!["enum"]!.AsArray().RemoveAt(0),
        ["a status is missing"] = api => Operation(api, "/tasks/{id}", "get")["responses"]!.AsObject().Remove("304"),
        ["a type of content is another"] = api => Rename(Operation(api, "/backlog", "get")["responses"]!["200"]!["content"]!.AsObject(), "application/json", "text/plain"),
        ["a header is missing"] = api => Operation(api, "/tasks", "post")["responses"]!["202"]!["headers"]!.AsObject().Remove("ETag"),
        ["a header is required that is not always there"] = api => api["components"]!["headers"]!["Idempotency-Replayed-optional"]!["required"] = true,
        ["a path is missing"] = api => api["paths"]!.AsObject().Remove("/batches/{id}"),
        ["a method is missing"] = api => api["paths"]!["/keys"]!.AsObject().Remove("post"),
        ["a kind of refusal is missing"] = api => Operation(api, "/tasks", "post")["responses"]!["404"]!["description"] = "No.",
        ["a parameter is missing"] = api => Operation(api, "/tasks", "get")["parameters"]!.AsArray().RemoveAt(0),
        ["a field of a request is missing"] = api => Properties(api, "NewTask").Remove("metadata"),
    };

    public static TheoryData<string> MistakeNames => [.. Mistakes.Keys];

    [Fact]
    public void No_answer_departs_from_the_description()
    {
        string[] faults = [.. run.Judged.SelectMany(j => j.Verdict.Faults.Select(fault => $"{j.Exchange.Method} {j.Exchange.Path}?{j.Exchange.Query} {j.Exchange.Status}: {fault}")).Distinct()];

        Assert.True(faults.Length == 0, string.Join('\n', faults.Take(40)));
        Assert.True(run.Judged.Count > run.Declared.Count);
    }

    [Fact]
    public void Everything_that_is_declared_happens_but_for_what_is_listed_with_its_reason()
    {
        HashSet<string> seen = [.. run.Judged.Select(j => $"{j.Verdict.Operation} {j.Verdict.Status} {j.Verdict.Kind}".TrimEnd())];
        string[] missing = [.. run.Declared.Where(declared => !seen.Contains(declared) && !IsListed(declared))];

        Assert.True(missing.Length == 0, string.Join('\n', missing));
        Assert.DoesNotContain(seen, IsListed);
    }

    [Fact]
    public void Every_example_of_a_request_is_carried_out()
    {
        Assert.All(run.Sent, sent => Assert.True(sent.Status is >= 200 and < 300, $"{sent}"));
        Assert.All(
            Described.Operations(run.Description).SelectMany(o => o.Operation["requestBody"]?["content"]?.AsObject() ?? []),
            media => Assert.NotEmpty(media.Value!["examples"]!.AsObject()));
    }

    [Fact]
    public async Task A_callback_is_sent_as_described()
    {
        Verdict good = await JudgeCallbackAsync(run.Callback);
        Verdict bad = await JudgeCallbackAsync(run.Callback.Replace("\"timestamp\"", "\"at\"", StringComparison.Ordinal));

        Assert.Empty(good.Faults);
        Assert.NotEmpty(bad.Faults);
    }

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public async Task A_mistake_in_the_description_is_found(string mistake)
    {
        JsonObject wrong = run.Description.DeepClone().AsObject();
        Mistakes[mistake](wrong);

        Verdict[] verdicts = await ContractJudge.JudgeAsync(wrong.ToJsonString(), run.Exchanges, TestContext.Current.CancellationToken);

        Assert.Contains(verdicts, verdict => verdict.Faults.Length > 0);
    }

    internal static bool IsListed(string answer) => Unseen.Keys.Any(listed => answer == listed || answer.EndsWith($" {listed}", StringComparison.Ordinal));

    // What the application sends is judged like what it is sent.
    private async Task<Verdict> JudgeCallbackAsync(string body)
    {
        JsonObject description = run.Description.DeepClone().AsObject();
        description["paths"]!["/hook"] = description["webhooks"]!["taskEnded"]!.DeepClone();
        Exchange sent = new("POST", "/hook", string.Empty, "application/json", body, 204, new Dictionary<string, string>(), null, string.Empty);
        return Assert.Single(await ContractJudge.JudgeAsync(description.ToJsonString(), [sent], TestContext.Current.CancellationToken));
    }

    private static JsonObject Schema(JsonObject api, string name) => api["components"]!["schemas"]![name]!.AsObject();

    private static JsonObject Properties(JsonObject api, string name) => Schema(api, name)["properties"]!.AsObject();

    private static JsonNode Operation(JsonObject api, string path, string method) => api["paths"]![path]![method]!;

    private static void Rename(JsonObject node, string name, string other)
    {
        JsonNode value = node[name]!.DeepClone();
        node.Remove(name);
        node[other] = value;
    }
}
