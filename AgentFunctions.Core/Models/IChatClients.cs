using Microsoft.Extensions.AI;

namespace AgentFunctions.Models;

/// <summary>Gives the chat client of a model.</summary>
public interface IChatClients
{
    /// <exception cref="ModelSettingException">The model needs a setting that is not there.</exception>
    IChatClient For(ModelDefinition model);
}
