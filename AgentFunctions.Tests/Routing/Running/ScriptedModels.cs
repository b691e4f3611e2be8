using System.Collections.Concurrent;
using AgentFunctions.Models;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Routing.Running;

/// <summary>Several models that do as the test says. Each answer has 10 input and 5 output tokens.</summary>
internal sealed class ScriptedModels : IChatClients
{
    public ConcurrentDictionary<string, Func<string>> Answers { get; } = new();

    /// <summary>Names of the models asked, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public IChatClient For(ModelDefinition model) => new Client(this, model.Name);

    private sealed class Client(ScriptedModels models, string name) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            models.Asked.Enqueue(name);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, models.Answers[name]()))
            {
                Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 },
            });
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
