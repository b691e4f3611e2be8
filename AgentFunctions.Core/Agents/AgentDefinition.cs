using System.Text.Json;
using AgentFunctions.Agents.Checks;
using NJsonSchema;

namespace AgentFunctions.Agents;

/// <summary>An agent as its file describes it: instructions, tools and the shape of its answer.</summary>
public sealed record AgentDefinition
{
    /// <summary>Default of <see cref="MaxOutputTokens"/>.</summary>
    public const int DefaultMaxOutputTokens = 1024;

    /// <summary>Default of <see cref="MaxToolTurns"/>.</summary>
    public const int DefaultMaxToolTurns = 5;

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Part of the work key: a new version does not see the old one's cached answers.</summary>
    public required string Version { get; init; }

    /// <summary>JSON schema of the answer.</summary>
    public required JsonElement OutputSchema { get; init; }

    /// <summary>The same schema, ready to validate with.</summary>
    public required JsonSchema OutputValidator { get; init; }

    public required PromptTemplate Instructions { get; init; }

    /// <summary>Pass rate its answers need, 0 to 1; null: its tasks are not routed unless they ask for a quality themselves.</summary>
    public double? Quality { get; init; }

    /// <summary>How its tasks may be routed.</summary>
    public AgentRoutingPolicy Routing { get; init; } = AgentRoutingPolicy.Default;

    /// <summary>Most tokens one answer may have, 1 to 1,000,000.</summary>
    public int MaxOutputTokens { get; init; } = DefaultMaxOutputTokens;

    /// <summary>How much the model is to think; null leaves it to the model. Models that do not reason may refuse any value.</summary>
    public AgentReasoning? ReasoningEffort { get; init; }

    /// <summary>Most rounds of tool calls before the agent must answer, 1 to 50.</summary>
    public int MaxToolTurns { get; init; } = DefaultMaxToolTurns;

    /// <summary>Hash of what its answers depend on: instructions, output schema, tools, checks and reasoning effort.</summary>
    public required string Fingerprint { get; init; }

    public AgentCachePolicy Cache { get; init; } = AgentCachePolicy.Default(hasTools: false);

    /// <summary>How its tasks may travel together; null: never.</summary>
    public AgentBatchPolicy? Batch { get; init; }

    public IReadOnlyList<ToolReference> Tools { get; init; } = [];

    /// <summary>What says whether an answer is good enough; empty: nobody can say.</summary>
    public IReadOnlyList<AnswerCheck> Checks { get; init; } = [];
}
