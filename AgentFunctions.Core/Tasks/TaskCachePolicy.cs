namespace AgentFunctions.Tasks;

/// <summary>What a task says about answers that were given before.</summary>
/// <param name="Use">False: always ask the model. Null: as the agent says.</param>
/// <param name="MaxAge">An older answer is not used. Null: as the agent says.</param>
public sealed record TaskCachePolicy(bool? Use, TimeSpan? MaxAge);
