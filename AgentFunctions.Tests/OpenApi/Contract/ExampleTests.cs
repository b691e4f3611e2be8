using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>
/// The examples of answers are real ones, with ids and times of no particular task. AGENTFN_WRITE_EXAMPLES=1 takes them anew from this run:
/// <c>AGENTFN_WRITE_EXAMPLES=1 dotnet test --project AgentFunctions.Tests -- --filter-class "*ExampleTests"</c>, and build again.
/// </summary>
[Collection(ContractCollection.Name)]
public sealed class ExampleTests(ContractRun run)
{
    private const string Shared = "Shared";

    // Whether they are there hangs on the moment, or on what other tasks have taught.
    private static readonly string[] Chancy = ["oldestAgeSeconds", "estimatedWaitSeconds", "position", "because", "score", "goingRate", "suggestions", "outliers"];

    [Fact]
    public async Task Every_answer_with_a_body_has_an_example_with_the_shape_of_a_real_one()
    {
        if (Environment.GetEnvironmentVariable("AGENTFN_WRITE_EXAMPLES") == "1")
        {
            await new ExampleFiles(run.Judged).WriteAsync(TestContext.Current.CancellationToken);
            return;
        }

        List<string> faults = [];
        foreach ((string name, JsonObject response, string operation, string status) in Answers())
        {
            foreach ((string type, JsonNode? media) in response["content"]?.AsObject() ?? [])
            {
                JsonObject examples = media!["examples"]?.AsObject() ?? [];
                faults.AddRange(examples.Count == 0 ? [$"{name} has no example"] : []);
                faults.AddRange(examples.Where(e => !ContractTests.IsListed($"x {e.Key}")).SelectMany(e => Unreal(name, operation, status, e.Key, type, e.Value!["value"]!)));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    // A shared answer may be any operation's; the description is its own example.
    private IEnumerable<(string Name, JsonObject Response, string Operation, string Status)> Answers() =>
        from operation in Described.Operations(run.Description)
        let id = (string)operation.Operation["operationId"]!
        where id != "GetDescription"
        from response in operation.Operation["responses"]!.AsObject()
        let isShared = response.Value!["$ref"] is not null
        select ($"{id} {response.Key}", ApiMap.Resolve(run.Description, response.Value!).AsObject(), isShared ? Shared : id, response.Key);

    private IEnumerable<string> Unreal(string name, string operation, string status, string example, string type, JsonNode value)
    {
        HashSet<string> real = [.. run.Judged
            .Where(j => (operation == Shared || j.Verdict.Operation == operation) && j.Verdict.Status == status && (j.Verdict.Kind is null || j.Verdict.Kind == example))
            .SelectMany(j => BodyShape.Of(j.Exchange.Type, j.Exchange.Body))];
        string text = type == "text/event-stream" ? (string)value! : value.ToJsonString();
        return BodyShape.Of(type, text).Except(real).Where(place => !Chancy.Any(name => place.Contains($".{name}", StringComparison.Ordinal))).Select(place => $"{name}, {example}: no real answer has {place}");
    }
}
