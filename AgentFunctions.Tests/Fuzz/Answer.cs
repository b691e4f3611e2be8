using System.Text.Json;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>What the API answered.</summary>
internal sealed record Answer(int Status, string? MediaType, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public bool IsAccepted => Status is 200 or 202;

    /// <summary>The fields that a refusal names.</summary>
    public IEnumerable<string> Fields => Json.TryGetProperty("errors", out JsonElement errors)
        ? errors.EnumerateArray().Select(e => e.GetProperty("field").GetString()!)
        : [];

    /// <summary>No answer is a 5xx, and a refusal is problem details that say what is wrong.</summary>
    public void AssertWellFormed()
    {
        Assert.True(Status is >= 200 and < 500, $"{Status}: {Text}");
        if (Status >= 400)
        {
            Assert.Equal("application/problem+json", MediaType);
            AssertProblem(Json, Status);
        }
    }

    public static void AssertProblem(JsonElement problem, int status)
    {
        Assert.StartsWith("urn:agentfn:problem:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        if (problem.GetProperty("type").GetString() is "urn:agentfn:problem:invalid-request" or "urn:agentfn:problem:unknown-agent")
        {
            Assert.NotEmpty(problem.GetProperty("errors").EnumerateArray());
            Assert.All(problem.GetProperty("errors").EnumerateArray(), e => Assert.NotEmpty(e.GetProperty("message").GetString()!));
        }
    }
}
