"""What a request costs, from the price list that comes with genai-prices. Nothing is fetched."""

from agent.core.messages import Usage
from agent.models.address import is_local


def cost_of(usage: Usage, model: str, base_url: str) -> float | None:
    """US dollars for `usage`; 0.0 on this machine, None when the price is not known."""
    if is_local(base_url):
        return 0.0
    import genai_prices  # late: the list takes 0.2 s to load

    # `input` counts the cached tokens too, as the price list expects it.
    counted = genai_prices.Usage(input_tokens=usage.input, cache_read_tokens=usage.cached, output_tokens=usage.output)
    try:
        return float(genai_prices.calc_price(counted, model, provider_api_url=base_url).total_price)
    except (LookupError, ValueError):  # unknown there, or counts that do not fit together
        return None
