using System.Net.Http.Json;
using System.Text.Json;

namespace AgentFunctions.Tests.Servers;

public sealed class MockLlmServerTests
{
    private const string Greets =
        """
        rules:
          - path: "/v1/chat/completions"
            match: "contains(body.messages[-1].content, 'hello')"
            response:
              status: 200
              content: '{"choices":[{"message":{"role":"assistant","content":"Hi there"}}]}'
          - path: "/v1/chat/completions"
            match: "contains(body.messages[-1].content, 'busy')"
            response:
              status: 429
              content: '{"error":{"message":"slow down"}}'
        """;

    [Fact]
    public async Task Rules_decide_the_answers_and_requests_are_counted()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await MockLlmServer.StartAsync(Greets, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal(0, server.ChatRequests);

        using var greeting = await http.PostAsJsonAsync($"{server.BaseAddress}/chat/completions", Chat("hello"), cancellationToken);
        using var busy = await http.PostAsJsonAsync($"{server.BaseAddress}/chat/completions", Chat("busy"), cancellationToken);

        var answer = await greeting.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        Assert.Equal("Hi there", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(429, (int)busy.StatusCode);
        Assert.Equal(2, server.ChatRequests);
    }

    private static object Chat(string content) => new { model = "any", messages = new[] { new { role = "user", content } } };
}
