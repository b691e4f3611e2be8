using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Calls a host and notes what goes over the wire.</summary>
internal sealed class ContractClient : IDisposable
{
    /// <summary>Marks an answer as a good example.</summary>
    public static readonly (string Name, string Value) AsExample = (ExchangeRecorder.ExampleHeader, "yes");

    // So far a host reads a body before it has said that it will not: larger ones are announced first.
    private const int AskFirstAbove = 512 * 1024;

    private readonly ExchangeRecorder _recorder = new();
    private readonly HttpClient _client;

    /// <param name="address">Of the API, route prefix included.</param>
    public ContractClient(Uri address) => _client = new HttpClient(_recorder) { BaseAddress = new Uri($"{address}/"), Timeout = TimeSpan.FromMinutes(3) };

    public IReadOnlyCollection<Exchange> Exchanges => _recorder.Exchanges;

    public Task<ContractAnswer> GetAsync(string path, string? key = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, key, null, headers: headers);

    public Task<ContractAnswer> PostAsync(string path, string? key, string? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, key, body, headers: headers);

    public async Task<ContractAnswer> SendAsync(HttpMethod method, string path, string? key, string? body, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
            request.Headers.ExpectContinue = body.Length > AskFirstAbove;
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        bool isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ContractAnswer((int)response.StatusCode, isJson ? JsonElement.Parse(text) : default, response.Headers.ETag?.ToString());
    }

    public void Dispose()
    {
        _client.Dispose();
        _recorder.Dispose();
    }
}

/// <summary>An answer.</summary>
internal sealed record ContractAnswer(int Status, JsonElement Body, string? Tag)
{
    public string Text(string property) => Body.GetProperty(property).GetString()!;

    /// <summary>The same answer, when it has the status that the test counts on.</summary>
    public ContractAnswer With(int status)
    {
        Assert.True(Status == status, $"{Status} in place of {status}: {Body}");
        return this;
    }
}
