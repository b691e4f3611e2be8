using AgentFunctions.Models;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Workers;

/// <summary>A model that does as the test says, and counts its calls.</summary>
internal sealed class ScriptedModel : IChatClients, IChatClient
{
    public Func<CancellationToken, Task<string>> Answer { get; set; } = _ => Task.FromResult("{}");

    public int Calls { get; private set; }

    public IChatClient For(ModelDefinition model) => this;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await Answer(cancellationToken)));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
