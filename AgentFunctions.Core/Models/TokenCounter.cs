using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace AgentFunctions.Models;

/// <summary>Counts tokens where no provider does. Thread-safe.</summary>
public sealed class TokenCounter
{
    // What OpenAI's chat format adds around each message, as its cookbook counts it.
    private const int TokensPerMessage = 3;

    // The encoding of today's OpenAI models; others differ by some per cent, hence "estimated".
    private readonly TiktokenTokenizer _tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public int Count(string text) => _tokenizer.CountTokens(text);

    public int Count(IEnumerable<ChatMessage> messages) => messages.Sum(m => TokensPerMessage + m.Contents.Sum(Count));

    private int Count(AIContent content) => content switch
    {
        TextContent text => Count(text.Text),
        FunctionCallContent call => Count(call.Name) + (call.Arguments?.Sum(a => Count(a.Key) + Count(a.Value?.ToString() ?? string.Empty)) ?? 0),
        FunctionResultContent result => Count(result.Result?.ToString() ?? string.Empty),
        _ => 0,
    };
}
