using System.Net;
using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Tests.Access;

/// <summary>Every route with every role.</summary>
public sealed class RoleTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private const string Open = "";
    private const string Id = "01m8ajb43qxhjjy6ddbdvx97xf";

    private static readonly string[] Roles = ["submit", "read", "admin"];

    // What each route needs. A route that is missing here fails the first test.
    private static readonly Dictionary<string, string> Needs = new(StringComparer.Ordinal)
    {
        ["post tasks"] = "submit",
        ["post tasks/batch"] = "submit",
        ["post tasks/{id}/cancel"] = "submit",
        ["post tasks/{id}/feedback"] = "submit",
        ["get tasks"] = "read",
        ["get tasks/{id}"] = "read",
        ["get tasks/{id}/result"] = "read",
        ["get tasks/{id}/events"] = "read",
        ["get batches/{id}"] = "read",
        ["get batches/{id}/events"] = "read",
        ["get backlog"] = "read",
        ["get overview"] = "read",
        ["get overview/events"] = "read",
        ["get agents"] = "read",
        ["get agents/{name}"] = "read",
        ["get costs"] = "read",
        ["get costs/top"] = "read",
        ["get budgets"] = "read",
        ["get dead-letters"] = "read",
        ["post dead-letters/redrive"] = "admin",
        ["get callbacks"] = "read",
        ["post callbacks/redrive"] = "admin",
        ["post webhooks/secret"] = "admin",
        ["get webhooks/secret"] = "admin",
        ["post keys"] = "admin",
        ["get keys"] = "admin",
        ["delete keys/{id}"] = "admin",
        ["get health"] = Open,
        ["get openapi.json"] = Open,
        ["get dashboard/{*path}"] = Open,
        ["get docs/{*path}"] = Open,
    };

    public static TheoryData<string> Routes => [.. Needs.Keys];

    [Fact]
    public void Every_route_is_in_the_table()
    {
        IEnumerable<string> routes = FunctionDescriptor.Discover(typeof(AgentFunctions.Functions.TaskFunctions).Assembly)
            .Select(function => function.Trigger).OfType<HttpTriggerAttribute>()
            .SelectMany(trigger => trigger.Methods!.Select(method => $"{method} {trigger.Route}"));

        Assert.Equal(Needs.Keys.Order(), routes.Order());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_lets_through_whoever_has_its_role_and_nobody_else(string route)
    {
        string need = Needs[route];
        foreach (string role in Roles)
        {
            KeyedAnswer answer = await CallAsync(route, (await host.NewKeyAsync("roles", [role])).Key);
            if (need == Open || need == role)
            {
                Assert.True(answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{route} with {role}: {answer.Status}");
            }
            else
            {
                Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
                Assert.Contains($"needs the role {need}; the caller has {role}", answer.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_lets_nobody_through_without_a_key_that_is_known(string route)
    {
        foreach (string? key in new[] { null, "nonsense", $"agentfn_{new string('0', 50)}", KeyedHost.OperatorKey[..^1] })
        {
            KeyedAnswer answer = await CallAsync(route, key);
            Assert.Equal(Needs[route] == Open, answer.Status != HttpStatusCode.Unauthorized);
            Assert.Equal(Needs[route] != Open, answer.Headers.WwwAuthenticate.Count == 1);
        }
    }

    private Task<KeyedAnswer> CallAsync(string route, string? key)
    {
        string[] parts = route.Split(' ');
        string path = parts[1].Replace("{id}", Id, StringComparison.Ordinal);
        return host.SendAsync(HttpMethod.Parse(parts[0].ToUpperInvariant()), path, key, parts[0] == "post" ? "{}" : null);
    }
}
