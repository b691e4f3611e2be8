using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Access;

/// <summary>The whole local host in memory, asking every caller for a key.</summary>
public sealed class KeyedHost : IAsyncLifetime
{
    internal const string OperatorKey = "operator-key-of-the-tests-0123456789";

    private readonly HttpClient _client = new();
    private LocalHostApp? _host;

    internal Uri Address => _client.BaseAddress!;

    internal IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        Dictionary<string, string?> settings = new() { ["AgentFunctions:Access:Mode"] = "Keys", ["AgentFunctions:Access:OperatorKey"] = OperatorKey, ["AgentFunctions:Webhooks:AllowHttp"] = "true", ["AgentFunctions:Webhooks:AllowPrivateTargets"] = "true" };
        _host = await LocalHostApp.StartAsync(
            new LocalHostOptions { Port = 0, InMemory = true, Settings = settings }, storage: null, logging => logging.ClearProviders(), CancellationToken.None);
        _client.BaseAddress = new Uri(_host.Address! + "/");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
    }

    internal Task<KeyedAnswer> GetAsync(string path, string? key) => SendAsync(HttpMethod.Get, path, key);

    internal Task<KeyedAnswer> PostAsync(string path, string? key, string body, bool wait = false) => SendAsync(HttpMethod.Post, path, key, body, wait);

    internal async Task<KeyedAnswer> SendAsync(HttpMethod method, string path, string? key, string? body = null, bool wait = false)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (wait)
        {
            request.Headers.Add("Prefer", "wait=30");
        }

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            // It would go on for minutes.
            return new KeyedAnswer(response.StatusCode, default, response.Headers);
        }

        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new KeyedAnswer(response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), response.Headers);
    }

    /// <summary>A new key.</summary>
    internal async Task<(string Id, string Key)> NewKeyAsync(string tenant, string[] roles, int? requestsPerMinute = null)
    {
        JsonObject request = new()
        {
            ["name"] = "test",
            ["tenant"] = tenant,
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
            ["requestsPerMinute"] = requestsPerMinute,
        };
        KeyedAnswer answer = await PostAsync("keys", OperatorKey, request.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return (answer.Body.GetProperty("id").GetString()!, answer.Body.GetProperty("key").GetString()!);
    }
}

internal sealed record KeyedAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
{
    public string Detail => Body.GetProperty("detail").GetString()!;
}
