namespace AgentFunctions.Models;

/// <summary>The provider answered, but not with what its API promises; the client library stumbled over it.</summary>
internal sealed class UnreadableAnswerException(Exception inner) : Exception("The provider's answer could not be read.", inner);
