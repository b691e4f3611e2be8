using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Document;
using AgentFunctions.Tests.Access;
using AgentFunctions.Webhooks.Delivery;

namespace AgentFunctions.Tests.OpenApi;

public sealed class DescriptionTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    [Fact]
    public void Every_HTTP_function_says_what_it_does_or_that_it_is_a_page()
    {
        Assert.Empty(DescribedFunction.All.Where(function => function.Operation is null).Select(function => function.Name));
        Assert.True(DescribedFunction.All.Count > 20);
    }

    [Fact]
    public async Task Every_operation_and_every_shape_is_told_in_words()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Keys, Described.TwoRegions);

        Assert.All(Described.Operations(description), o => Assert.NotEqual((string)o.Operation["operationId"]!, (string)o.Operation["summary"]!));
        Assert.All(Described.Operations(description).SelectMany(o => o.Operation["parameters"]?.AsArray() ?? []).Where(p => p!["$ref"] is null), p => Assert.NotNull(p!["description"]));
        Assert.All(description["components"]!["schemas"]!.AsObject(), schema => Assert.True(schema.Value!["description"] is not null, schema.Key));
    }

    [Fact]
    public async Task Only_what_a_client_or_an_agent_chooses_has_no_shape()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Open);
        string[] shapeless = [.. description["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]!.AsObject().Where(p => p.Value!["type"] is null && p.Value["$ref"] is null).Select(p => $"{schema.Key}.{p.Key}"))];

        Assert.Equal(["Agent.output", "NewTask.input", "RedrivePatch.input", "Task.result"], shapeless.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_served_to_everybody_and_not_again_to_who_has_it()
    {
        using HttpClient client = new() { BaseAddress = host.Address };
        using HttpResponseMessage first = await client.GetAsync("openapi.json", TestContext.Current.CancellationToken);
        using HttpRequestMessage again = new(HttpMethod.Get, "openapi.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await client.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, new MediaTypeHeaderValue("application/json")), (first.StatusCode, first.Content.Headers.ContentType!));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(await Described.TextAsync(AccessMode.Keys), await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_application_and_settings_make_the_same_text()
    {
        Assert.Equal(await Described.TextAsync(AccessMode.Principal, Described.TwoRegions), await Described.TextAsync(AccessMode.Principal, Described.TwoRegions));
    }

    [Theory]
    [InlineData("Open", "")]
    [InlineData("Keys", "apiKey")]
    [InlineData("HostKey", "hostKey hostKeyInQuery")]
    [InlineData("Principal", "signIn")]
    public async Task It_tells_how_callers_of_the_mode_say_who_they_are(string mode, string schemes)
    {
        JsonObject description = await Described.ReadAsync(Enum.Parse<AccessMode>(mode));
        JsonObject submit = description["paths"]!["/tasks"]!["post"]!.AsObject();

        Assert.Equal(schemes, string.Join(' ', description["components"]!["securitySchemes"]?.AsObject().Select(scheme => scheme.Key) ?? []));
        Assert.Equal(schemes, string.Join(' ', submit["security"]!.AsArray().SelectMany(either => either!.AsObject().Select(one => one.Key))));
        Assert.Equal(mode != "Open", submit["responses"]!["401"] is not null);
        Assert.Equal(mode is "Keys" or "Principal", submit["responses"]!["403"] is not null);
        Assert.Equal(mode == "Keys", submit["responses"]!["429"] is not null);
    }

    [Fact]
    public async Task Regions_are_told_only_where_there_are_several()
    {
        JsonObject one = await Described.ReadAsync(AccessMode.Keys);
        JsonObject two = await Described.ReadAsync(AccessMode.Keys, Described.TwoRegions);

        Assert.DoesNotContain("Agent-Functions-Region", one.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("region-away`", one.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""["north","south"]""", two["components"]!["parameters"]!["region"]!["schema"]!["enum"]!.ToJsonString());
        Assert.NotNull(two["paths"]!["/tasks/{id}"]!["get"]!["responses"]!["200"]!["headers"]!["Agent-Functions-Region"]);
    }

    [Fact]
    public async Task Types_of_callbacks_are_those_that_are_sent()
    {
        JsonObject description = await Described.ReadAsync(AccessMode.Keys);
        string[] told = [.. description["components"]!["schemas"]!["CallbackBody"]!["properties"]!["type"]!["enum"]!.AsArray().Select(type => (string)type!)];

        Assert.Equal(["task.succeeded", "task.failed", "task.cancelled", "task.dead_lettered"], told);
        Assert.All(told, type => Assert.Contains(Enum.GetValues<AgentFunctions.Tasks.AgentTaskStatus>(), end => CallbackMessages.TypeOf(end) == type));
    }
}
