using System.Net.Http.Headers;
using System.Text;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A running host, seen over HTTP and, for what it stores, from within.</summary>
internal sealed class FuzzApi : IDisposable
{
    private const int AskFirstAbove = 16 * 1024 * 1024;

    // No answer takes this long; a case that gets none is a hang and fails its property.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly IServiceProvider _services;
    private readonly FuzzCases _cases;
    private readonly HttpClient _client;

    public FuzzApi(Uri address, IServiceProvider services, FuzzCases cases)
    {
        (Address, _services, _cases) = (address, services, cases);
        SocketsHttpHandler handler = new() { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, AllowAutoRedirect = false };
        _client = new HttpClient(handler) { Timeout = Patience };
    }

    /// <summary>Where the API is, route prefix included.</summary>
    public Uri Address { get; }

    public void CountCase() => _cases.Add();

    /// <summary>Returns when no worker has a task in hand.</summary>
    public Task UntilIdleAsync() => Eventually.IsTrueAsync(
        () => _services.GetRequiredService<WorkerSlots>().Busy == 0, "no worker is busy", TestContext.Current.CancellationToken);

    public Task<StoredState> ReadStateAsync() => StoredState.ReadAsync(_services);

    public Task<string> ReadInputAsync(string id) => StoredState.ReadInputAsync(_services, id);

    public Task<Answer> GetAsync(string pathAndQuery, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, pathAndQuery, body: null, headers);

    public Task<Answer> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    /// <summary>Sends a request as it is written and checks what holds for every answer.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string pathAndQuery, byte[]? body, IEnumerable<(string Name, string Value)> headers)
    {
        using HttpRequestMessage request = new(method, new Uri($"{Address}/{pathAndQuery}", AsWritten));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);

            // The host may refuse what is too large before it has read it, and then closes; so ask first.
            request.Headers.ExpectContinue = body.Length > AskFirstAbove;
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach ((string name, string value) in headers)
        {
            // The client library refuses this one without a body.
            if (body is null && name == "Transfer-Encoding")
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Answer answer = new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        _cases.AddAnswer(answer.Status);
        answer.AssertWellFormed();
        return answer;
    }

    public void Dispose() => _client.Dispose();
}
