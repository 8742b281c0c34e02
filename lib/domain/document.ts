/** What a reference to the document is made of. By itself: every page that cites needs this, and few need the forms made of it. */
export const DOCUMENT = {
  key: 'zhou-khiem-1961',
  title: 'Record of Conversation between Premier Zhou Enlai and Comrade Foreign Minister Ung Van Khiem',
  genre: 'Record of conversation',
  date: '1961-08-21',
  archive: 'Wilson Center Digital Archive',
  reference: 'PRC FMA 109-03747-02, 85–94',
  pages: ['85', '94'],
  translator: { family: 'Mercado', given: 'Stephen' },
  support: 'Henry Luce Foundation',
  /** The archive's own public page; mirrors are never shown. */
  url: 'https://digitalarchive.wilsoncenter.org/document/record-conversation-between-premier-zhou-enlai-and-comrade-foreign-minister-ung-van-khiem',
} as const
