using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Access;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.OpenApi.Contract;

namespace AgentFunctions.Tests.OpenApi;

/// <summary>What the description says that requests may carry, held against what the readers of requests take.</summary>
public sealed class RequestShapeTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private const string Unknown = "nonsense";

    [Fact]
    public async Task Bodies_have_the_fields_that_are_read_and_no_others()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Keys);
        int checkedShapes = 0;
        foreach ((MappedOperation operation, JsonObject schema) in Bodies(description))
        {
            foreach ((string path, JsonObject shape) in Shapes(description, schema))
            {
                JsonObject inner = new() { [Unknown] = 1 };
                JsonElement[] errors = await ErrorsAsync(operation, path.Length == 0 ? inner : new JsonObject { [path] = inner });
                string field = path.Length == 0 ? Unknown : $"{path}.{Unknown}";

                Assert.Equal(Names(shape), AllowedIn(errors, field));
                Assert.Equal(shape["required"]?.AsArray().Select(name => (string)name!) ?? [], errors.Where(e => IsMissing(e, path)).Select(e => e.GetProperty("field").GetString()!));
                checkedShapes++;
            }
        }

        Assert.True(checkedShapes >= 10);
    }

    [Fact]
    public async Task Fields_take_what_is_described_and_refuse_what_is_just_beyond()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Keys);
        int probes = 0;
        foreach ((MappedOperation operation, JsonObject schema) in Bodies(description))
        {
            foreach ((string path, JsonObject shape) in Shapes(description, schema))
            {
                foreach ((string name, JsonNode? property) in shape["properties"]!.AsObject())
                {
                    string field = path.Length == 0 ? name : $"{path}.{name}";
                    foreach ((JsonNode? value, bool isRight) in Probes.Of(ApiMap.Resolve(description, property!).AsObject(), DateTimeOffset.UtcNow.AddYears(1)))
                    {
                        JsonObject inner = new() { [name] = value };
                        JsonElement[] errors = await ErrorsAsync(operation, path.Length == 0 ? inner : new JsonObject { [path] = inner });
                        bool isRefused = errors.Any(e => e.GetProperty("field").GetString()!.StartsWith(field, StringComparison.Ordinal) && !e.GetProperty("message").GetString()!.Contains("must be given", StringComparison.Ordinal));
                        Assert.True(isRefused != isRight, $"{operation.Name} {field} = {inner[name]?.ToJsonString()}: {(isRight ? "is refused" : "is taken")}");
                        probes++;
                    }
                }
            }
        }

        Assert.True(probes > 100);
    }

    [Fact]
    public async Task Queries_have_the_parameters_that_are_read_and_take_what_is_described()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Keys);
        int probes = 0;
        foreach ((string path, string method, JsonObject operation) in Described.Operations(description).Where(o => o.Operation["parameters"]?.AsArray().Any(IsQuery) == true))
        {
            JsonObject[] parameters = [.. operation["parameters"]!.AsArray().Where(IsQuery).Select(p => p!.AsObject())];
            Assert.Equal(parameters.Select(p => (string)p["name"]!), AllowedIn(await ErrorsAsync($"{path}?{Unknown}=1"), Unknown));
            foreach (JsonObject parameter in parameters)
            {
                foreach ((JsonNode? value, bool isRight) in Probes.Of(parameter["schema"]!.AsObject(), DateTimeOffset.UtcNow.AddHours(-1)).Where(p => p.Value is not JsonArray { Count: 0 }))
                {
                    string text = value switch { JsonArray list => string.Join(',', list.Select(item => (string)item!)), null => string.Empty, _ => Convert.ToString(value, CultureInfo.InvariantCulture)! };
                    JsonElement[] errors = await ErrorsAsync($"{path}?{parameter["name"]}={Uri.EscapeDataString(text)}");
                    Assert.True(errors.Any(e => e.GetProperty("field").GetString() == (string)parameter["name"]!) != isRight, $"{path}?{parameter["name"]}={text}: {(isRight ? "is refused" : "is taken")}");
                    probes++;
                }
            }
        }

        Assert.True(probes > 20);
    }

    private static bool IsQuery(JsonNode? parameter) => (string?)parameter!["in"] == "query";

    private static bool IsMissing(JsonElement error, string path) =>
        error.GetProperty("message").GetString() == "is missing" && error.GetProperty("field").GetString()!.StartsWith(path.Length == 0 ? string.Empty : $"{path}.", StringComparison.Ordinal);

    private static IEnumerable<string> Names(JsonObject shape) => shape["properties"]!.AsObject().Select(property => property.Key);

    private static string[] AllowedIn(JsonElement[] errors, string field) =>
        Assert.Single(errors, e => e.GetProperty("field").GetString() == field).GetProperty("message").GetString()!.Split("allowed are ")[1].Split(", ");

    // Of a batch each item is read as a single task is.
    private static IEnumerable<(MappedOperation Operation, JsonObject Schema)> Bodies(JsonObject description) =>
        ApiMap.Of(description).Where(o => o is { MostBytes: > 0, IsBatch: false })
            .Select(o => (o, ApiMap.Resolve(description, description["paths"]![o.Path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!).AsObject()));

    // The body itself, and the objects in it.
    private static IEnumerable<(string Path, JsonObject Shape)> Shapes(JsonObject description, JsonObject schema) =>
        schema["properties"]!.AsObject()
            .Select(property => (property.Key, ApiMap.Resolve(description, property.Value!).AsObject()))
            .Where(property => property.Item2["properties"] is not null)
            .Prepend((string.Empty, schema));

    private async Task<JsonElement[]> ErrorsAsync(MappedOperation operation, JsonObject body) =>
        ErrorsOf((await host.PostAsync(operation.PathOf(MappedOperation.NoId), KeyedHost.OperatorKey, body.ToJsonString())).Body);

    private async Task<JsonElement[]> ErrorsAsync(string path) => ErrorsOf((await host.GetAsync(path.TrimStart('/'), KeyedHost.OperatorKey)).Body);

    private static JsonElement[] ErrorsOf(JsonElement body) => body.TryGetProperty("errors", out JsonElement errors) ? [.. errors.EnumerateArray()] : [];
}
