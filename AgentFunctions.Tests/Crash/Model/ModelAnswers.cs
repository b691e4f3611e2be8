using System.Text.Json;

namespace AgentFunctions.Tests.Crash.Model;

/// <summary>Bodies that the model answers with.</summary>
internal static class ModelAnswers
{
    public static string Of(ModelCall call) => call.Fault switch
    {
        InjectedFault.NotJson => "<html>Bad gateway</html>",
        InjectedFault.WrongShape => """{"message":"a gateway that thinks it is an API"}""",
        InjectedFault.WrongContent => Completion("""{"mark":"none"}""", "stop"),
        InjectedFault.Truncated => Completion("""{"marker":"cut o""", "length"),
        _ => Correct(call.Marker),
    };

    public static string Correct(string marker) => Completion($$"""{"marker":"{{marker}}"}""", "stop");

    public static string Error(string message) => JsonSerializer.Serialize(new { error = new { message } });

    private static string Completion(string content, string finishReason) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-crash",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "crash",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = finishReason } },
        usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 },
    });
}
